package io.quorate.operation;

import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// getEphemerals: the paths of the caller's own ephemeral znodes that begin with some text. It need not end
/// between two components: `/a` finds `/ab/c`, too.
final class GetEphemerals {
    private GetEphemerals() {}

    static Answer read(Request.PathOnly request, Caller caller, Reading reading) {
        String prefix = prefix(request.path());
        List<String> paths = new ArrayList<>();
        Iterator<Map.Entry<String, Boolean>> owned =
                reading.tree().ephemeralsOf(caller.session()).iteratorFrom(prefix);
        while (owned.hasNext()) {
            String path = owned.next().getKey();
            if (!path.startsWith(prefix)) {
                // What begins with the prefix stands together.
                break;
            }
            paths.add(path);
        }
        return Answer.of(new Response.Names(List.copyOf(paths)));
    }

    private static String prefix(@Nullable String asked) {
        if (asked == null) {
            return ZnodePath.ROOT;
        }
        // Whatever ZooKeeper takes for blank, control characters included; otherwise the text counts as it is.
        String trimmed = asked.trim();
        return trimmed.isEmpty() || trimmed.equals(ZnodePath.ROOT) ? ZnodePath.ROOT : asked;
    }
}
