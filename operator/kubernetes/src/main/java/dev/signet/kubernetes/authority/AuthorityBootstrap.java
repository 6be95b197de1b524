package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.AuthoritySubject;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthoritySpec;
import dev.signet.crds.authority.SelfSigned;
import dev.signet.crds.authority.TokenSigning;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.apply.Applier;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a first authority, so that a fresh installation issues tokens with no further word. */
public final class AuthorityBootstrap {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityBootstrap.class);

    private AuthorityBootstrap() {}

    /**
     * Makes a self-signed authority of this name, where there is no authority at all. Of several that do so at once, one does
     * and the others see that one's.
     */
    public static void ensure(KubernetesClient client, String name, ServiceId serviceId) {
        if (hasAny(client)) {
            return;
        }
        new Applier(client)
                .createIfFree(authority(name, serviceId))
                .ifPresent(made -> LOG.info("made the authority {}, since there was none", name));
    }

    private static boolean hasAny(KubernetesClient client) {
        return !client.resources(CertificateAuthority.class).list().getItems().isEmpty();
    }

    private static CertificateAuthority authority(String name, ServiceId serviceId) {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(new ObjectMetaBuilder().withName(name).build());
        authority.setSpec(new CertificateAuthoritySpec(
                new SelfSigned(),
                null,
                null,
                new AuthoritySubject("Signet " + serviceId, null),
                null,
                null,
                null,
                null,
                TokenSigning.DEFAULT,
                "6h",
                null,
                false,
                null));
        return authority;
    }
}
