package dev.signet.domain.verification;

import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.AccessTokenClaims.SignetClaims;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A JWT. At first it is what {@link DraftObject} says was issued; each method says what is different. */
public final class DraftJwt {

    public static final String ISSUER = "https://signet.example";

    private Signer signer = Signer.AUTHORITY;
    private String issuer = ISSUER;
    private String clientId = "ci/agent-7";
    private String id = DraftObject.ID;
    private List<String> audience = List.of("app");
    private Instant issuedAt = Moments.START;
    private Instant notBefore = Moments.START;
    private Instant expiresAt = Moments.at("1h");
    private String uid = DraftObject.UID;
    private long epoch = 3;
    private Optional<String> origin = Optional.empty();

    DraftJwt signedBy(Signer its) {
        signer = its;
        return this;
    }

    public DraftJwt issuer(String its) {
        issuer = its;
        return this;
    }

    public DraftJwt clientId(String its) {
        clientId = its;
        return this;
    }

    public DraftJwt id(String its) {
        id = its;
        return this;
    }

    public DraftJwt audience(String... its) {
        audience = Arrays.asList(its);
        return this;
    }

    /** From when on, by both claims. */
    public DraftJwt issuedAt(String sinceStart) {
        issuedAt = Moments.at(sinceStart);
        return notBefore(sinceStart);
    }

    /** From one moment to another. */
    public DraftJwt between(Instant beginning, Instant end) {
        issuedAt = beginning;
        notBefore = beginning;
        expiresAt = end;
        return this;
    }

    public DraftJwt notBefore(String sinceStart) {
        notBefore = Moments.at(sinceStart);
        return this;
    }

    public DraftJwt expiresAt(String sinceStart) {
        expiresAt = Moments.at(sinceStart);
        return this;
    }

    public DraftJwt uid(String its) {
        uid = its;
        return this;
    }

    public DraftJwt epoch(long its) {
        epoch = its;
        return this;
    }

    public DraftJwt origin(String its) {
        origin = Optional.of(its);
        return this;
    }

    String sign() {
        return signer.sign(new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        issuer, "signet-x:ci:Agent:agent-7", clientId, id, List.of("signet-x:ci:builders")),
                audience,
                List.of("applied-permissions/user"),
                new AccessTokenClaims.Validity(issuedAt, notBefore, expiresAt),
                new SignetClaims(uid, epoch, true, origin)));
    }
}
