package io.quorate.acceptance.harness;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests that stop no server the same three running servers, as a parameter of type {@link
/// Ensemble}. Such tests keep to a subtree of their own. The servers' logs are kept until the next run.
public final class SharedEnsemble implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedEnsemble.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ensemble.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent("ensemble", _ -> started(), Ensemble.class);
    }

    private static Ensemble started() {
        return new Ensemble(
                        Stage.emptied(Archive.TARGET.resolve("stage/shared")),
                        Collections.nCopies(3, Flavor.underTest()),
                        Map.of(),
                        false)
                .start();
    }
}
