package dev.signet.e2e.token;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one installation of all tests on tokens: a control plane, the chart and the operator, started when the first of them
 * asks for it, closed at the end of the run. Register it in a static field, and work in a {@link Tenant} of your own.
 */
public final class SharedInstallation implements BeforeAllCallback {
    /** Tokens that live for half a minute are renewed here, so that a renewal can be waited for. */
    private static final Map<String, ?> VALUES = Map.of("minimumRenewedTTL", "10s", "logLevel", "debug");

    private ExtensionContext.@Nullable Store store;

    private record Started(ControlPlane controlPlane, Installation installation, SeenValues values)
            implements AutoCloseable {

        static Started now() {
            ControlPlane controlPlane = ControlPlane.start();
            try {
                SeenValues values = SeenValues.watching(controlPlane.client());
                return new Started(controlPlane, Installation.on(controlPlane, VALUES, options -> options), values);
            } catch (RuntimeException failure) {
                controlPlane.close();
                throw failure;
            }
        }

        @Override
        public void close() {
            values.close();
            installation.close();
            controlPlane.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store = context.getRoot().getStore(Namespace.create(SharedInstallation.class));
    }

    /** The installation; it takes some seconds the first time. */
    public Installation get() {
        return started().installation();
    }

    /** A new namespace in it. */
    public Tenant tenant() {
        return Tenant.in(get(), "tenant");
    }

    /** Every token value that stood in a Secret so far. */
    public Set<String> valuesSeen() {
        return started().values().all();
    }

    private Started started() {
        ExtensionContext.Store current = store;
        if (current == null) {
            throw new IllegalStateException("register SharedInstallation in a static field with @RegisterExtension");
        }
        return current.computeIfAbsent(Started.class, type -> Started.now(), Started.class);
    }
}
