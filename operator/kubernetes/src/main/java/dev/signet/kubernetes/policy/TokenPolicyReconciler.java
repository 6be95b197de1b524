package dev.signet.kubernetes.policy;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.policy.TokenPolicyStatus;
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
 * Says of a TokenPolicy whether it is in force. It is as soon as every token is judged by it: the status speaks of what
 * {@link NamespacePolicies} has read, and waits where that is still behind.
 */
public final class TokenPolicyReconciler implements Reconciler<TokenPolicy> {

    private static final SpecForm<TokenPolicy, TokenPolicyStatus> FORM = new SpecForm<>(
            TokenPolicy::new,
            TokenPolicyStatus::conditions,
            TokenPolicyStatus::new,
            "holds in the namespaces that it selects",
            "nothing is issued in the namespaces that it selects");

    private final NamespacePolicies policies;
    private final SpecReport report;
    private final Wake<TokenPolicy> wake = new Wake<>();

    public TokenPolicyReconciler(NamespacePolicies policies, SpecReport report) {
        this.policies = policies;
        this.report = report;
        policies.onChange(policy -> wake.wake(ResourceID.fromResource(policy)));
    }

    @Override
    public List<EventSource<?, TokenPolicy>> prepareEventSources(EventSourceContext<TokenPolicy> context) {
        return List.of(wake);
    }

    @Override
    public UpdateControl<TokenPolicy> reconcile(TokenPolicy policy, Context<TokenPolicy> context) {
        return policy.isMarkedForDeletion()
                ? UpdateControl.noUpdate()
                : policies.known(policy)
                        .map(read -> report.ifChanged(policy, read, FORM))
                        .orElseGet(UpdateControl::noUpdate);
    }
}
