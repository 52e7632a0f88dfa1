/// What is read of processes and of their answers.
@NullMarked
package io.quorate.benchmark.ensemble;

import org.jspecify.annotations.NullMarked;
