@NullMarked
package io.quorate.simulation.client;

import org.jspecify.annotations.NullMarked;
