package io.quorate.simulation.fuzz;

import io.quorate.protocol.client.Request;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whether two messages say the same. Records that hold arrays are never equal to each other, so this looks inside.
final class Likeness {
    private static final Map<Class<?>, List<Method>> ACCESSORS = new ConcurrentHashMap<>();

    private Likeness() {}

    /// @throws AssertionError if they differ
    static void check(@Nullable Object once, @Nullable Object again) {
        if (!same(once, again)) {
            throw new AssertionError("read " + once + ", wrote it, and then read " + again);
        }
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case byte[] bytes -> other instanceof byte[] others && Arrays.equals(bytes, others);
            // Of a request that could not be read nothing is left but what was asked for.
            case Request.Malformed malformed -> other instanceof Request.Malformed twin && malformed.op() == twin.op();
            case Record members -> sameRecords(members, other);
            case List<?> list -> other instanceof List<?> others && sameElements(list, others);
            case Map<?, ?> map -> other instanceof Map<?, ?> others && sameMaps(map, others);
            case null, default -> Objects.equals(one, other);
        };
    }

    /// Also the order, which is that of the bytes.
    private static boolean sameMaps(Map<?, ?> map, Map<?, ?> other) {
        return sameElements(map.keySet(), other.keySet()) && sameElements(map.values(), other.values());
    }

    private static boolean sameElements(Collection<?> one, Collection<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        for (Object element : one) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameRecords(Record one, @Nullable Object other) {
        if (other == null || one.getClass() != other.getClass()) {
            return false;
        }
        for (Method accessor : ACCESSORS.computeIfAbsent(one.getClass(), Likeness::accessors)) {
            if (!same(value(accessor, one), value(accessor, other))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object value(Method accessor, Object of) {
        try {
            return accessor.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("records show what they hold", e);
        }
    }

    private static List<Method> accessors(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .toList();
    }
}
