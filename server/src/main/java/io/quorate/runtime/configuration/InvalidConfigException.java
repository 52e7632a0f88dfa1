package io.quorate.runtime.configuration;

/// A configuration this server cannot start with. The message is one sentence for the operator.
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String sentence) {
        super(sentence);
    }

    /// @param expected completes the sentence "expected ..."
    static InvalidConfigException badValue(String key, String value, String expected) {
        return new InvalidConfigException(key + "=" + value + " cannot be used: expected " + expected);
    }
}
