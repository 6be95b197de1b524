package dev.signet.kubernetes.revocation;

import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.spec.SpecReport;
import dev.signet.kubernetes.watch.Wake;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps TokenRevocations for as long as they say anything. */
public final class TokenRevocationReconciler implements Reconciler<TokenRevocation> {

    private final RevocationActor actor;
    private final Wake<TokenRevocation> wake = new Wake<>();
    private volatile @Nullable IndexerResourceCache<TokenRevocation> revocations;

    /** @param leeway for how long after its end a token may be accepted */
    public TokenRevocationReconciler(Applier applier, SpecReport report, Duration leeway, Clock clock) {
        this.actor = new RevocationActor(applier, report, leeway, clock);
    }

    @Override
    public List<EventSource<?, TokenRevocation>> prepareEventSources(EventSourceContext<TokenRevocation> context) {
        revocations = context.getPrimaryCache();
        return List.of(wake);
    }

    /** Has all looked at again, since the clock went another way than time. */
    public void wakeAll() {
        IndexerResourceCache<TokenRevocation> prepared = revocations;
        if (prepared != null && wake.isRunning()) {
            prepared.list().map(ResourceID::fromResource).forEach(wake::wake);
        }
    }

    @Override
    public UpdateControl<TokenRevocation> reconcile(TokenRevocation revocation, Context<TokenRevocation> context) {
        return revocation.isMarkedForDeletion() ? UpdateControl.noUpdate() : actor.look(revocation);
    }
}
