package dev.signet.e2e.cluster;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one control plane of all tests that break nothing: started when the first of them asks for it, closed at the end
 * of the run. Register it in a static field, and work in a namespace of your own.
 */
public final class SharedControlPlane implements BeforeAllCallback {
    private ExtensionContext.@Nullable Store store;

    @Override
    public void beforeAll(ExtensionContext context) {
        store = context.getRoot().getStore(Namespace.create(SharedControlPlane.class));
    }

    /** The control plane; it takes a few seconds the first time. */
    public ControlPlane get() {
        ExtensionContext.Store current = store;
        if (current == null) {
            throw new IllegalStateException("register SharedControlPlane in a static field with @RegisterExtension");
        }
        return current.computeIfAbsent(ControlPlane.class, type -> ControlPlane.start(), ControlPlane.class);
    }
}
