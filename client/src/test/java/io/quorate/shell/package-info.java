/// The shell beside Apache's own command line.
@NullMarked
package io.quorate.shell;

import org.jspecify.annotations.NullMarked;
