package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityOrder;
import dev.signet.domain.authority.AuthorityPolicy;
import dev.signet.domain.authority.AuthoritySource;
import dev.signet.domain.result.Parsed;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the keys and the status of a CertificateAuthority as its spec orders: gather, decide, apply, report. The decisions
 * are in {@link AuthorityPolicy}, the order of writes in {@link AuthorityActor}.
 */
public final class CertificateAuthorityReconciler implements Reconciler<CertificateAuthority> {

    private final AuthoritySources sources;
    private final AuthorityGatherer gatherer;
    private final ImportedSecrets imported;
    private final AuthorityEffects effects;

    CertificateAuthorityReconciler(
            AuthoritySources sources, AuthorityGatherer gatherer, ImportedSecrets imported, AuthorityEffects effects) {
        this.sources = sources;
        this.gatherer = gatherer;
        this.imported = imported;
        this.effects = effects;
    }

    @Override
    public List<EventSource<?, CertificateAuthority>> prepareEventSources(
            EventSourceContext<CertificateAuthority> context) {
        return sources.prepare(context);
    }

    @Override
    public UpdateControl<CertificateAuthority> reconcile(
            CertificateAuthority authority, Context<CertificateAuthority> context) {
        return look(authority)
                .map(this::until)
                .map(UpdateControl.<CertificateAuthority>noUpdate()::rescheduleAfter)
                .orElseGet(UpdateControl::noUpdate);
    }

    /** Looks at an authority and does what is due. Returns when to look again; empty: only when something changes. */
    Optional<Instant> look(CertificateAuthority authority) {
        return authority.isMarkedForDeletion()
                ? Optional.empty()
                : AuthorityOrders.read(authority)
                        .fold(order -> reconcile(authority, order), fault -> report(authority, fault));
    }

    private Optional<Instant> reconcile(CertificateAuthority authority, AuthorityOrder order) {
        if (order.source() instanceof AuthoritySource.Imported source) {
            imported.watch(source.secretName());
        }
        GatheredAuthority gathered = gatherer.gather(authority, order);
        return AuthorityPolicy.decide(gathered.facts()).by(new AuthorityActor(effects, authority, gathered));
    }

    /** A spec that cannot be read says nothing about the keys that there are, which stay as they are. */
    private Optional<Instant> report(CertificateAuthority authority, Parsed.Invalid<AuthorityOrder> fault) {
        effects.refuse(authority, new Refusal(FailureCode.InvalidSpec, fault.describe()), gatherer.now());
        return Optional.empty();
    }

    private Duration until(Instant next) {
        Duration wait = Duration.between(gatherer.now(), next);
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }
}
