package dev.signet.e2e.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A kubeconfig for one user with a bearer token; the authority's certificate is inside. */
record Kubeconfig(String server, String authority, String token) {
    String yaml() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: signet
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: signet
                  user:
                    token: %s
                contexts:
                - name: signet
                  context:
                    cluster: signet
                    user: signet
                current-context: signet
                """.formatted(server, authorityData(), token);
    }

    /** The certificate in the form that configurations hold it in. */
    String authorityData() {
        return Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
