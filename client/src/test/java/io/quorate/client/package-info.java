/// The client against Apache's own server, and against servers that misbehave.
@NullMarked
package io.quorate.client;

import org.jspecify.annotations.NullMarked;
