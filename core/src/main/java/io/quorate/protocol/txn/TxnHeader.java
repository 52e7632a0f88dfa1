package io.quorate.protocol.txn;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;

/// Who asked, when, and in which place of the order.
///
/// @param cxid the client's number of the request, 0 for what servers ask themselves
/// @param timeMillis the leader's wall clock when it prepared the txn, since 1970
public record TxnHeader(SessionId session, int cxid, Zxid zxid, long timeMillis) {}
