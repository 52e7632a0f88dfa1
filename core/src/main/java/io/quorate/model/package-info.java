/// The words of the field: zxid, session id, server id, ACL, stat, error code, opcode.
///
/// Relies on nothing. Everything here is an immutable value. What a newcomer gets wrong:
/// {@link io.quorate.model.Stat#cversion()} is what clients see, and is not what is stored
/// ({@link io.quorate.model.StoredStat#cversion()}); it is computed as twice the stored counter less the number
/// of children.
@NullMarked
package io.quorate.model;

import org.jspecify.annotations.NullMarked;
