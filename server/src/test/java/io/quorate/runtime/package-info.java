@NullMarked
package io.quorate.runtime;

import org.jspecify.annotations.NullMarked;
