package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one installation of all tests on tokens: a control plane, the chart and the operator, started when the first of them
 * asks for it, closed at the end of the run. Register it in a static field, and work in a {@link Tenant} of your own.
 *
 * <p>After each class nothing that the operator asked of the API server may have been refused, neither by RBAC nor by
 * admission: no test here provokes that, but in a {@link #refusingTenant}.
 */
public final class SharedInstallation implements BeforeAllCallback, AfterAllCallback {
    /** Tokens that live for half a minute are renewed here, so that a renewal can be waited for. */
    private static final Map<String, ?> VALUES = Map.of("minimumRenewedTTL", "10s", "logLevel", "debug");

    private static final String REFUSING = "refusing";

    private final boolean apart;
    private ExtensionContext.@Nullable Store store;

    public SharedInstallation() {
        this(false);
    }

    private SharedInstallation(boolean apart) {
        this.apart = apart;
    }

    /** Another one, for the tests of one class, which would disturb others. */
    static SharedInstallation apart() {
        return new SharedInstallation(true);
    }

    private record Started(
            ControlPlane controlPlane,
            Installation installation,
            SeenValues values,
            SeenKeys keys,
            AtomicReference<AuditLog> unchecked)
            implements AutoCloseable {

        static Started now() {
            ControlPlane controlPlane = ControlPlane.start();
            try {
                SeenValues values = SeenValues.watching(controlPlane.client());
                SeenKeys keys = SeenKeys.watching(controlPlane.client());
                Installation installation = Installation.on(controlPlane, VALUES, options -> options);
                awaitRest(controlPlane);
                return new Started(
                        controlPlane, installation, values, keys, new AtomicReference<>(controlPlane.auditLog()));
            } catch (RuntimeException failure) {
                controlPlane.close();
                throw failure;
            }
        }

        /**
         * Until the authority stands and the operator asks for nothing but its Lease: what an authority does in its first
         * seconds has refused tokens looked at again, and tests count that nothing does.
         */
        private static void awaitRest(ControlPlane controlPlane) {
            controlPlane
                    .kubectl("wait", "certificateauthority/signet", "--for=condition=Ready", "--timeout=60s")
                    .orThrow();
            Tenant.patiently("the operator to rest").until(() -> {
                AuditLog since = controlPlane.auditLog().fromHere();
                Awaitility.await().pollDelay(Tenant.QUIET).until(() -> true);
                return since.count(event -> event.actor().equals(Installation.CONTROLLER)
                                && !event.resource().equals("leases"))
                        == 0;
            });
        }

        /** Looks at what came since the last look: of those classes that ran in that time one has provoked it. */
        void checkThatNothingWasRefused() {
            AuditLog next = controlPlane.auditLog().fromHere();
            assertThat(unchecked.getAndSet(next).refused(Installation.CONTROLLER))
                    .filteredOn(event -> !event.namespace().startsWith(REFUSING))
                    .as("requests of the operator that were refused")
                    .isEmpty();
        }

        @Override
        public void close() {
            values.close();
            keys.close();
            try {
                installation.close();
            } finally {
                controlPlane.close();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store = (apart ? context : context.getRoot()).getStore(Namespace.create(SharedInstallation.class, apart));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        started().checkThatNothingWasRefused();
    }

    /** The installation; it takes some seconds the first time. */
    public Installation get() {
        return started().installation();
    }

    /** A new namespace in it. */
    public Tenant tenant() {
        return Tenant.in(get(), "tenant");
    }

    /** A new namespace in which a test has the API server refuse what the operator writes. */
    Tenant refusingTenant() {
        return Tenant.in(get(), REFUSING);
    }

    /** Every token value that stood in a Secret so far. */
    public Set<String> valuesSeen() {
        return started().values().all();
    }

    /** Every private and symmetric key that stood in the namespace of Signet so far. */
    public Set<String> keysSeen() {
        return started().keys().all();
    }

    private Started started() {
        ExtensionContext.Store current = store;
        if (current == null) {
            throw new IllegalStateException("register SharedInstallation in a static field with @RegisterExtension");
        }
        return current.computeIfAbsent(Started.class, type -> Started.now(), Started.class);
    }
}
