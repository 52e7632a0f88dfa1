package io.quorate.acceptance.storm;

import io.quorate.model.Zxid;
import io.quorate.simulation.history.Entry;
import io.quorate.simulation.history.Recorder;
import java.util.ArrayList;
import java.util.List;

/// What clients in any threads did and were told, in the order in which they put it down. Since each puts
/// down what it does before it does it, and what it is told afterwards, whatever stands before something
/// else in the notes did not begin after the other was over.
final class Notes implements Recorder {
    private final List<Entry> entries = new ArrayList<>();
    private long answers;
    private Zxid newest = Zxid.ZERO;

    @Override
    public synchronized void record(Entry entry) {
        entries.add(entry);
        if (entry instanceof Entry.Answered answered) {
            answers++;
            newest = Zxid.max(newest, answered.reply().zxid());
        }
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized long answers() {
        return answers;
    }

    /// The newest state that any client has seen.
    synchronized Zxid newest() {
        return newest;
    }
}
