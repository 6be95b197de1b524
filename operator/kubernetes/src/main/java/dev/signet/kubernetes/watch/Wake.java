package dev.signet.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/**
 * Has objects reconciled because something else changed.
 *
 * @param <P> their kind
 */
public final class Wake<P extends HasMetadata> extends AbstractEventSource<Void, P> {

    public Wake() {
        super(Void.class, "wake");
    }

    /** Has one object reconciled soon; nothing happens where there is none of that name. */
    public void wake(ResourceID id) {
        if (isRunning() && getEventHandler() != null) {
            getEventHandler().handleEvent(new Event(id));
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
