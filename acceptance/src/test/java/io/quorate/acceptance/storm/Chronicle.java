package io.quorate.acceptance.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.DataFiles;
import io.quorate.acceptance.harness.Member;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.simulation.history.Entry;
import io.quorate.simulation.history.Histories;
import io.quorate.simulation.reference.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every txn that was ever committed, out of the servers' logs. They are looked through again and again,
/// since a server that is synchronised by a snapshot gives up its log.
final class Chronicle {
    private static final String ZXID_LABEL = "Zxid: 0x";

    private final SortedMap<Zxid, LoggedTxn> txns = new TreeMap<>();

    /// Adds what these servers have applied; what they serve is committed.
    void collect(Collection<Member> serving) throws IOException {
        for (Member member : serving) {
            String srvr = member.ask("srvr");
            Zxid applied = srvr.lines()
                    .filter(line -> line.startsWith(ZXID_LABEL))
                    .map(line -> new Zxid(Long.parseUnsignedLong(line.substring(ZXID_LABEL.length()), 16)))
                    .findFirst()
                    .orElse(Zxid.ZERO);
            collect(member, applied);
        }
    }

    /// Adds all there is on servers that have come to rest with equal histories.
    void collectAll(Collection<Member> stopped) {
        stopped.forEach(member -> collect(member, new Zxid(Long.MAX_VALUE)));
    }

    private void collect(Member member, Zxid upTo) {
        for (Path log : new DataFiles(member.dataDirectory()).logs()) {
            for (byte[] entry : DataFiles.entries(log)) {
                LoggedTxn txn = TxnCodec.decode(entry);
                if (txn.zxid().isAfter(upTo)) {
                    return;
                }
                add(txn, member);
            }
        }
    }

    private void add(LoggedTxn txn, Member member) {
        LoggedTxn known = txns.putIfAbsent(txn.zxid(), txn);
        assertThat(known == null || Arrays.equals(known.encoded(), txn.encoded()))
                .as("%s on %s is what it is elsewhere", txn, member)
                .isTrue();
    }

    int size() {
        return txns.size();
    }

    /// Tells a reference of all of it, without a hole, and lets it judge what clients were told.
    Histories judge(List<Entry> notes, Reference reference) {
        Histories histories = Histories.afterwards(reference);
        notes.forEach(histories::record);
        Zxid last = Zxid.ZERO;
        for (LoggedTxn txn : txns.values()) {
            assertThat(txn.zxid().follows(last))
                    .as("%s comes after %s", txn, last)
                    .isTrue();
            last = txn.zxid();
            reference.commit(txn.header(), txn.txn());
            if (txn.digest() != null) {
                assertThat(reference.at(last).digest())
                        .as("digest after %s", txn)
                        .isEqualTo(txn.digest().treeDigest());
            }
            histories.committed(txn.header(), txn.txn());
        }
        histories.ended();
        return histories;
    }
}
