/// Who waits for which change, on this server.
///
/// Relies on {@link io.quorate.model} only. A watch belongs to one connection and one path, lives in memory,
/// and goes with the connection. Promises that the same calls give the same notifications in the same order.
/// What a newcomer gets wrong: what is looked up here is *whom* an event concerns; whether they may see it is
/// the caller's question, and a one-shot watch is used up even if the answer is no.
///
/// | kind | set by | one-shot | hears of |
/// | --- | --- | --- | --- |
/// | data | getData, exists | yes | created, data changed, deleted of the znode |
/// | child | getChildren | yes | children changed, deleted of the znode |
/// | persistent | addWatch 0 | no | all four of that znode alone |
/// | persistent recursive | addWatch 1 | no | created, data changed, deleted of the znode and all below |
@NullMarked
package io.quorate.watch;

import org.jspecify.annotations.NullMarked;
