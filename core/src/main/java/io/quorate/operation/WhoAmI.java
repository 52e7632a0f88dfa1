package io.quorate.operation;

import io.quorate.model.Identity;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;

/// whoAmI: what the connection is known as, each by scheme and a name for people.
final class WhoAmI {
    private WhoAmI() {}

    static Answer read(Caller caller, Reading reading) {
        List<Identity> shown = new ArrayList<>(caller.identities().size());
        for (Identity identity : caller.identities()) {
            shown.add(new Identity(identity.scheme(), reading.settings().userName(identity)));
        }
        return Answer.of(new Response.Identities(List.copyOf(shown)));
    }
}
