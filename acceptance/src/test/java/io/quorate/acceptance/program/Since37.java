package io.quorate.acceptance.program;

import static io.quorate.acceptance.program.Application.done;
import static io.quorate.acceptance.program.Application.expect;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zookeeper.ZooKeeper;

/// Who the server thinks one is.
final class Since37 implements Steps {
    @Override
    public void take(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        zk.addAuthInfo("digest", "whom:secret".getBytes(UTF_8));
        Set<String> known = zk.whoAmI().stream()
                .map(client -> client.getAuthScheme() + " " + client.getUser())
                .collect(Collectors.toSet());
        expect("identities", known, Set.of("ip 127.0.0.1", "digest old", "digest whom"));
        done("asks who it is");
    }
}
