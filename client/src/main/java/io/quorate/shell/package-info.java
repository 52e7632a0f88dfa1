/// The shell of operators and their scripts: one command, or a prompt that takes many.
///
/// Relies on {@link io.quorate.client}. Promises the commands, the output, the streams and the exit codes
/// of ZooKeeper's own command line, which scripts in the field depend on to the letter, blanks included.
///
/// What a newcomer gets wrong: what looks like a slip in a text (a blank before a colon, a success on
/// stderr) is what those scripts read.
@NullMarked
package io.quorate.shell;

import org.jspecify.annotations.NullMarked;
