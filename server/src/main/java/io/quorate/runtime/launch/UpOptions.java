package io.quorate.runtime.launch;

/// How `up` behaves towards the person who started it.
///
/// @param oneByOne whether servers start one after the other, with explanations
/// @param keyboard whether there is somebody who could type
/// @param command how the user called the `quorate` command, for showing what to type next
record UpOptions(boolean oneByOne, boolean keyboard, String command) {
    static UpOptions of(boolean oneByOne) {
        return new UpOptions(
                oneByOne, Boolean.getBoolean("quorate.keyboard"), System.getProperty("quorate.command", "quorate"));
    }
}
