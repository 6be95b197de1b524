package dev.signet.kubernetes.restriction;

import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.restriction.TokenRestrictionStatus;
import dev.signet.kubernetes.spec.SpecForm;
import dev.signet.kubernetes.spec.SpecReport;
import dev.signet.kubernetes.watch.Wake;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/**
 * Says of a TokenRestriction whether it is in force. It is as soon as the tokens that name it are judged by it: the status
 * speaks of what {@link TokenRestrictions} has read, and waits where that is still behind.
 */
public final class TokenRestrictionReconciler implements Reconciler<TokenRestriction> {

    private static final SpecForm<TokenRestriction, TokenRestrictionStatus> FORM = new SpecForm<>(
            TokenRestriction::new,
            TokenRestrictionStatus::conditions,
            TokenRestrictionStatus::new,
            "holds for the tokens that name it",
            "the tokens that name it are denied everywhere");

    private final TokenRestrictions restrictions;
    private final SpecReport report;
    private final Wake<TokenRestriction> wake = new Wake<>();

    public TokenRestrictionReconciler(TokenRestrictions restrictions, SpecReport report) {
        this.restrictions = restrictions;
        this.report = report;
        restrictions.onChange(restriction -> wake.wake(ResourceID.fromResource(restriction)));
    }

    @Override
    public List<EventSource<?, TokenRestriction>> prepareEventSources(EventSourceContext<TokenRestriction> context) {
        return List.of(wake);
    }

    @Override
    public UpdateControl<TokenRestriction> reconcile(TokenRestriction restriction, Context<TokenRestriction> context) {
        return restriction.isMarkedForDeletion()
                ? UpdateControl.noUpdate()
                : restrictions
                        .known(restriction)
                        .map(read -> report.ifChanged(restriction, read, FORM))
                        .orElseGet(UpdateControl::noUpdate);
    }
}
