@NullMarked
package io.quorate.simulation.history;

import org.jspecify.annotations.NullMarked;
