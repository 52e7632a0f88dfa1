/// Tests of what survives. They run on the real disk where Apache's own classes are the oracle or
/// the test is about bytes in files, and on a disk that forgets where the power goes. What a
/// newcomer gets wrong: a state that was loaded says little; it must be the state of an exact
/// prefix of what was appended, and no shorter than what was promised.
@NullMarked
package io.quorate.storage;

import org.jspecify.annotations.NullMarked;
