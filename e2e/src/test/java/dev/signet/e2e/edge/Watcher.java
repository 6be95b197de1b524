package dev.signet.e2e.edge;

import dev.signet.e2e.Installation;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;

/** Somebody who may ask about all tokens and end any of them. */
public final class Watcher {
    private static final String NAME = "watcher";

    private Watcher() {}

    /** The token of one, the same each time. */
    public static synchronized String token(Installation installation) {
        Tenant home = Tenant.existing(installation, Installation.NAMESPACE);
        if (home.find(NAME).isEmpty()) {
            home.create(
                    NAME, "subject: {kind: Service, name: watcher}, scopes: ['system:introspect', 'system:revoke']");
        }
        home.awaitReady(NAME);
        return Secrets.token(home.secret(NAME));
    }
}
