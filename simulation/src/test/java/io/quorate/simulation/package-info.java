/// Whole ensembles in storms, and whether the storms are what they should be.
@NullMarked
package io.quorate.simulation;

import org.jspecify.annotations.NullMarked;
