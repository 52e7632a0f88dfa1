package io.quorate.acceptance.differential;

import io.quorate.acceptance.differential.Performance.Scene;
import io.quorate.model.OpCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two transcripts of one script, side by side.
final class Comparison {
    private static final Heard NOTHING = Heard.of("(nothing)");

    private final Map<IntendedDifference, Integer> intended = new EnumMap<>(IntendedDifference.class);
    private final Set<String> endsOfSessions = new HashSet<>();
    private @Nullable String difference;
    private String signature = "";

    static Comparison of(Pair.Answers answers) {
        var comparison = new Comparison();
        comparison.compare(answers);
        return comparison;
    }

    /// The first difference that nobody intended, with everything that was heard around it; null if there is
    /// none.
    @Nullable
    String difference() {
        return difference;
    }

    /// What kind of difference it is, roughly: which operation, which errors.
    String signature() {
        return signature;
    }

    Map<IntendedDifference, Integer> intended() {
        return intended;
    }

    private void compare(Pair.Answers answers) {
        for (int i = 0; i < answers.apache().size(); i++) {
            Scene apache = answers.apache().get(i);
            Scene quorate = answers.quorate().get(i);
            boolean mayGoOn = compare(apache, quorate);
            if (difference != null) {
                difference = "at \"" + apache.step() + "\"\n  " + difference + "\nAPACHE\n" + shown(apache.heard())
                        + "\nQUORATE\n" + shown(quorate.heard());
            }
            if (!mayGoOn) {
                return;
            }
        }
    }

    private boolean compare(Scene apache, Scene quorate) {
        List<Heard> ones = inOrder(apache.heard());
        List<Heard> others = inOrder(quorate.heard());
        for (int i = 0; i < Math.max(ones.size(), others.size()); i++) {
            Heard one = at(ones, i);
            Heard other = at(others, i);
            if (one.text().equals(other.text())) {
                continue;
            }
            IntendedDifference known = IntendedDifference.between(one, other);
            if (known == null) {
                difference = one + "\n  " + other;
                signature = signature(one) + " / " + signature(other);
                return false;
            }
            intended.merge(known, 1, Integer::sum);
            if (known.consequence() == IntendedDifference.Consequence.STATES_DIFFER) {
                return false;
            }
        }
        return true;
    }

    /// Znodes that go with a session go in any order: Apache's server takes it from a hash table. So events of one such
    /// txn are compared as if they came in alphabetic order.
    private List<Heard> inOrder(List<Heard> heard) {
        heard.stream()
                .filter(Comparison::isEndOfSession)
                .map(Comparison::zxidOf)
                .forEach(endsOfSessions::add);
        List<Heard> ordered = new ArrayList<>();
        List<Heard> run = new ArrayList<>();
        for (Heard one : heard) {
            String zxid = zxidOf(one);
            boolean ofSuchATxn = one.isEvent() && endsOfSessions.contains(zxid);
            if (!run.isEmpty() && (!ofSuchATxn || !zxid.equals(zxidOf(run.getFirst())))) {
                flush(run, ordered);
            }
            (ofSuchATxn ? run : ordered).add(one);
        }
        flush(run, ordered);
        return ordered;
    }

    private static boolean isEndOfSession(Heard heard) {
        Frame asked = heard.asked();
        return heard.text().startsWith("expired") || (asked != null && asked.op() == OpCode.CLOSE_SESSION);
    }

    private static void flush(List<Heard> run, List<Heard> ordered) {
        run.sort(Comparator.comparing(Heard::text));
        ordered.addAll(run);
        run.clear();
    }

    private static String zxidOf(Heard heard) {
        int begin = heard.text().indexOf("zxid=") + "zxid=".length();
        int end = heard.text().indexOf(' ', begin);
        return heard.text().substring(begin, end < 0 ? heard.text().length() : end);
    }

    private static String signature(Heard heard) {
        Frame asked = heard.asked();
        return asked == null
                ? heard.text().substring(0, Math.min(8, heard.text().length()))
                : asked.op() + (asked.isDistorted() ? " distorted " : " ") + heard.error();
    }

    private static Heard at(List<Heard> heard, int index) {
        return index < heard.size() ? heard.get(index) : NOTHING;
    }

    private static String shown(List<Heard> heard) {
        return heard.stream().map(one -> "    " + one).collect(Collectors.joining("\n"));
    }
}
