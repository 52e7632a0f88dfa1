/// Tests of what the commands decide and show; no server is started here.
@NullMarked
package io.quorate.runtime.launch;

import org.jspecify.annotations.NullMarked;
