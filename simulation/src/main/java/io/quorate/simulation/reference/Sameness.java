package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When two answers, or two txns, say the same: bytes count by what they are, names not by their order.
final class Sameness {
    private Sameness() {}

    static boolean of(Response a, Response b) {
        return switch (a) {
            case Response.Data(byte[] data, var stat) ->
                b instanceof Response.Data(byte[] other, var otherStat)
                        && Arrays.equals(data, other)
                        && stat.equals(otherStat);
            case Response.Names(var names) -> b instanceof Response.Names(var others) && sameNames(names, others);
            case Response.NamesAndStat(var names, var stat) ->
                b instanceof Response.NamesAndStat(var others, var otherStat)
                        && sameNames(names, others)
                        && stat.equals(otherStat);
            case Response.Listing listing -> b instanceof Response.Listing other && sameListing(listing, other);
            case Response.Multi(var results) -> sameResults(results, resultsOf(b));
            case Response.MultiRead(var results) -> sameResults(results, resultsOf(b));
            case Response.Token(byte[] token) ->
                b instanceof Response.Token(byte[] other) && Arrays.equals(token, other);
            case Response.Empty _,
                    Response.Path _,
                    Response.Created _,
                    Response.StatOnly _,
                    Response.AclAndStat _,
                    Response.Count _,
                    Response.Identities _,
                    Response.WatchAdded _ -> a.equals(b);
        };
    }

    /// Each child with what was said of it, in the order of the names.
    private static boolean sameListing(Response.Listing a, Response.Listing b) {
        boolean same = a.names().equals(b.names())
                && a.stat().equals(b.stat())
                && a.stats().equals(b.stats())
                && a.data().size() == b.data().size();
        for (int i = 0; same && i < a.data().size(); i++) {
            same = Arrays.equals(a.data().get(i), b.data().get(i));
        }
        return same;
    }

    /// In whatever words; null if there are none.
    private static @Nullable List<Response.Result> resultsOf(Response response) {
        return switch (response) {
            case Response.Multi(var results) -> results;
            case Response.MultiRead(var results) -> results;
            default -> null;
        };
    }

    /// How a part says that it has failed depends on what the client has read before.
    private static boolean sameResults(List<Response.Result> a, @Nullable List<Response.Result> b) {
        boolean same = b != null && a.size() == b.size();
        for (int i = 0; same && b != null && i < a.size(); i++) {
            ErrorCode error = a.get(i).error();
            same = error == b.get(i).error()
                    && (error != ErrorCode.OK
                            || (a.get(i).op() == b.get(i).op()
                                    && of(a.get(i).body(), b.get(i).body())));
        }
        return same;
    }

    static boolean of(Txn a, Txn b) {
        return switch (a) {
            case Txn.Create create ->
                b instanceof Txn.Create other
                        && sameButData(create, other)
                        && Arrays.equals(create.data(), other.data());
            case Txn.SetData(var type, String path, byte[] data, int version) ->
                b instanceof Txn.SetData(var otherType, String otherPath, byte[] other, int otherVersion)
                        && type == otherType
                        && path.equals(otherPath)
                        && Arrays.equals(data, other)
                        && version == otherVersion;
            case Txn.Multi(var txns) -> b instanceof Txn.Multi(var others) && sameTxns(txns, others);
            case Txn.CloseSession(List<String> paths) ->
                b instanceof Txn.CloseSession(List<String> others) && sameNames(paths, others);
            case Txn.Delete _, Txn.SetAcl _, Txn.Check _, Txn.CreateSession _, Txn.Failed _ -> a.equals(b);
        };
    }

    private static boolean sameButData(Txn.Create a, Txn.Create b) {
        return a.type() == b.type()
                && a.path().equals(b.path())
                && a.acl().equals(b.acl())
                && a.ephemeral() == b.ephemeral()
                && a.parentCversion() == b.parentCversion()
                && a.ttlMillis() == b.ttlMillis();
    }

    private static boolean sameTxns(List<Txn> a, List<Txn> b) {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = of(a.get(i), b.get(i));
        }
        return same;
    }

    private static boolean sameNames(@Nullable List<String> a, @Nullable List<String> b) {
        if (a == null || b == null) {
            return Objects.equals(a, b);
        }
        return sorted(a).equals(sorted(b));
    }

    private static List<String> sorted(List<String> names) {
        List<String> copy = new ArrayList<>(names);
        Collections.sort(copy);
        return copy;
    }
}
