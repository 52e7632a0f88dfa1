@NullMarked
package io.quorate.runtime.configuration;

import org.jspecify.annotations.NullMarked;
