package io.quorate.acceptance.program;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/// Lets the client of 3.4.14 resolve names on Java 14 and later. It takes the text form of an
/// unresolved address for the host's name, and since then that form is `host/<unresolved>`. Only the
/// JVM of that client finds this provider.
public final class OldClientNames extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                int slash = host.indexOf('/');
                return builtin.lookupByName(slash < 0 ? host : host.substring(0, slash), policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "names for old clients";
    }
}
