package dev.signet.http.oauth;

import dev.signet.domain.exchange.Exchange;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.jwt.PresentedJwt;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SignedClaims;
import dev.signet.domain.signing.SigningKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes short-lived tokens with the keys of the token service. Thread-safe. */
public final class Making {

    private final Supplier<Exchange> exchange;
    private final Supplier<Optional<EdgeKeyring>> keyring;
    private final SecureRandom random;
    private final Clock clock;
    private volatile Optional<JwtSigner> signer = Optional.empty();

    /**
     * @param exchange what exchanged tokens say, now
     * @param keyring the keys; empty: none can be read
     */
    public Making(
            Supplier<Exchange> exchange, Supplier<Optional<EdgeKeyring>> keyring, SecureRandom random, Clock clock) {
        this.exchange = exchange;
        this.keyring = keyring;
        this.random = random;
        this.clock = clock;
    }

    /** What exchanged tokens say, now. */
    public Exchange exchange() {
        return exchange.get();
    }

    /** An id that nobody has. */
    public TokenId id() {
        return TokenId.random(random);
    }

    /** The time. */
    public Instant now() {
        return clock.instant();
    }

    /** Whether a text has the form of a token of ours, be it one or not. */
    boolean isOurs(SecretValue token) {
        String text = token.reveal(SecretAccess.VERIFICATION);
        return TokenPrefix.of(text).isPresent()
                || text.indexOf('.') < 0
                || PresentedJwt.parse(text).isValid();
    }

    /** The signed token; empty where no key signs, or not for as long. */
    public Optional<String> sign(SignedClaims claims) {
        return keyring.get()
                .flatMap(EdgeKeyring::activeSigningKey)
                .filter(key -> !claims.validity().expiresAt().isAfter(key.latestExpiry()))
                .map(key -> signer(key).sign(claims));
    }

    private JwtSigner signer(SigningKey key) {
        Optional<JwtSigner> known = signer.filter(each -> each.key().kid().equals(key.kid()));
        if (known.isPresent()) {
            return known.get();
        }
        JwtSigner made = new JwtSigner(key);
        signer = Optional.of(made);
        return made;
    }
}
