@NullMarked
package io.quorate.admin;

import org.jspecify.annotations.NullMarked;
