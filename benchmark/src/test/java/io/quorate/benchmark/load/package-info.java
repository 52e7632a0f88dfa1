/// The generator against {@link ScriptedServer}, a server of a few lines that can misbehave.
@NullMarked
package io.quorate.benchmark.load;

import org.jspecify.annotations.NullMarked;
