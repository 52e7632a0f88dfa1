package io.quorate.acceptance.differential;

import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was asked and how it was answered.
record Place(Request request, Heard apache, Heard quorate) {
    OpCode op() {
        return request.op();
    }

    boolean apache(int error) {
        return apache.asked() != null && apache.error() == error;
    }

    boolean quorate(int error) {
        return quorate.error() == error;
    }

    private Stream<Request> all() {
        return all(request);
    }

    /// A request and, if it is a multi, what it consists of.
    static Stream<Request> all(Request request) {
        return request instanceof Request.Multi multi
                ? Stream.concat(Stream.of(request), multi.operations().stream())
                : Stream.of(request);
    }

    Stream<Request.Create> creates() {
        return all().filter(Request.Create.class::isInstance).map(Request.Create.class::cast);
    }

    Stream<String> paths() {
        return all().flatMap(Place::pathsOf).filter(Objects::nonNull);
    }

    private static Stream<@Nullable String> pathsOf(Request request) {
        return switch (request) {
            case Request.Create create -> Stream.of(create.path());
            case Request.Delete delete -> Stream.of(delete.path());
            case Request.SetData setData -> Stream.of(setData.path());
            case Request.SetAcl setAcl -> Stream.of(setAcl.path());
            case Request.Check check -> Stream.of(check.path());
            case Request.Watchable watchable -> Stream.of(watchable.path());
            case Request.PathOnly pathOnly -> Stream.of(pathOnly.path());
            case Request.WatchSelection selection -> Stream.of(selection.path());
            case Request.SetWatches watches ->
                Stream.of(
                                watches.data(),
                                watches.exist(),
                                watches.child(),
                                watches.persistent(),
                                watches.persistentRecursive())
                        .flatMap(List::stream);
            case Request _ -> Stream.empty();
        };
    }

    boolean isAboutNoPath() {
        return pathsOf(request).anyMatch(path -> !ZnodePath.isValid(path));
    }

    boolean isUndecodable(String why) {
        return request instanceof Request.Malformed(OpCode _, String actual) && actual.contains(why);
    }

    static boolean lacksAcl(Request.Create create) {
        return create.acl() == null || create.acl().stream().anyMatch(Objects::isNull);
    }

    static boolean isMixed(Request.Create create) {
        return switch (create.op()) {
            case CREATE_CONTAINER -> create.flags() != 4;
            case CREATE_TTL -> create.flags() != 5 && create.flags() != 6;
            default -> create.flags() > 3;
        };
    }
}
