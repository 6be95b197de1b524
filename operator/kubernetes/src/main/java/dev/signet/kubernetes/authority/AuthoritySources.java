package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.watch.Wake;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.dependent.RecentOperationCacheFiller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has a CertificateAuthority reconciled besides its own changes. */
final class AuthoritySources {

    private final Watched<CertificateAuthority> authorities;
    private final Wake<CertificateAuthority> wake = new Wake<>();
    private @Nullable IndexerResourceCache<CertificateAuthority> primaries;

    /**
     * @param authorities those above others
     * @param secrets the Secrets with our labels
     */
    AuthoritySources(Watched<CertificateAuthority> authorities, Watched<Secret> secrets) {
        this.authorities = authorities;
        authorities.onChange(this::wakeBelow);
        secrets.onChange(this::wakeOwner);
    }

    /** Registers the sources; called once, before anything starts. */
    List<EventSource<?, CertificateAuthority>> prepare(EventSourceContext<CertificateAuthority> context) {
        primaries = context.getPrimaryCache();
        return List.of(wake);
    }

    /** Has an authority reconciled. */
    void wake(CertificateAuthority authority) {
        wake.wake(ResourceID.fromResource(authority));
    }

    /** Has all reconciled. */
    void wakeAll() {
        authorities.all().forEach(this::wake);
    }

    /** Has those reconciled that are imported from a Secret. */
    void wakeImporting(String secretName) {
        authorities
                .all()
                .filter(each -> each.getSpec().imported() != null
                        && each.getSpec().imported().secretName().equals(secretName))
                .forEach(this::wake);
    }

    private void wakeBelow(CertificateAuthority parent) {
        authorities
                .all()
                .filter(each -> each.getSpec().intermediate() != null
                        && each.getSpec()
                                .intermediate()
                                .authorityRef()
                                .name()
                                .equals(parent.getMetadata().getName()))
                .forEach(this::wake);
    }

    private void wakeOwner(Secret secret) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        if (labels != null && labels.get(Labels.AUTHORITY) != null) {
            wake.wake(new ResourceID(labels.get(Labels.AUTHORITY)));
        }
    }

    /** Remembers an object as it stands after a write, so that no older state of it is acted upon. */
    void written(CertificateAuthority authority) {
        if (primaries instanceof RecentOperationCacheFiller<?> cache) {
            @SuppressWarnings("unchecked") // the cache of CertificateAuthorities
            RecentOperationCacheFiller<CertificateAuthority> filler =
                    (RecentOperationCacheFiller<CertificateAuthority>) cache;
            filler.handleRecentResourceUpdate(ResourceID.fromResource(authority), authority, authority);
        }
    }
}
