/// How samples become a table, and a table a file.
@NullMarked
package io.quorate.benchmark;

import org.jspecify.annotations.NullMarked;
