package dev.signet.domain.signing;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.signing.EdgeKeyringIndex.Line;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keys of the edge, all in one Secret: HMAC keys for refresh tokens ({@code hmac-<n>}, 32 bytes), signing keys for the
 * short-lived tokens that it makes ({@code sign-<kid>.pem}, {@code sign-<kid>.crt}), and {@code active}, which says where each
 * stands. The controller makes and rotates it ({@link EdgeKeyringPlan}); the edge reads it. Immutable.
 */
public final class EdgeKeyring {
    /** An HMAC key and where it stands: the phases are those of signing keys. */
    record HmacState(HmacKey key, SigningKeyPhase phase, Instant since) {
        HmacState moved(SigningKeyPhase next, Instant now) {
            return new HmacState(key, next, now);
        }
    }

    /** A signing key and where it stands. */
    record SignState(StoredSigningKey key, SigningKeyPhase phase, Instant since) {
        SigningKeyState row() {
            VerificationKey verification = key.verificationKey();
            return new SigningKeyState(
                    verification.kid(), verification.algorithm(), phase, since, verification.latestExpiry());
        }
    }

    static final EdgeKeyring EMPTY = new EdgeKeyring(List.of(), List.of());

    private static final Duration KEPT_ON = Duration.ofMinutes(1);
    private static final String INDEX = "active";
    private static final String HMAC = "hmac-";
    private static final String SIGN = "sign-";
    private static final String KEY = ".pem";
    private static final String CHAIN = ".crt";

    private final List<HmacState> hmacKeys;
    private final List<SignState> signingKeys;

    EdgeKeyring(List<HmacState> hmacKeys, List<SignState> signingKeys) {
        this.hmacKeys = hmacKeys.stream()
                .sorted(Comparator.comparing(state -> state.key().number()))
                .toList();
        this.signingKeys = signingKeys.stream()
                .sorted(Comparator.comparing(
                        state -> state.key().verificationKey().kid().value()))
                .toList();
    }

    /** The first keyring: one HMAC key, one signing key, both active. The authority has not ended. */
    public static EdgeKeyring first(AuthorityKey authority, TokenSigningSpec spec, Instant now, SecureRandom random) {
        return EMPTY.decide(spec, authority, now).carryOut(random);
    }

    /** What is due now. */
    public EdgeKeyringPlan decide(TokenSigningSpec spec, AuthorityKey authority, Instant now) {
        return EdgeKeyringPlan.decide(this, spec, authority, now);
    }

    /** The emergency, as {@link SigningKeySchedule#reset}: new keys of both kinds at once. */
    public EdgeKeyringPlan reset(TokenSigningSpec spec, AuthorityKey authority, boolean keepTrusted, Instant now) {
        return EdgeKeyringPlan.reset(this, spec, authority, keepTrusted, now);
    }

    /** With nothing that stood in it: a new HMAC key, and no signing key until there is an authority to certify one. */
    public EdgeKeyring withdrawn(Instant now, SecureRandom random) {
        HmacKey next = HmacKey.generate(nextHmac(), random);
        return new EdgeKeyring(
                List.of(new HmacState(next, SigningKeyPhase.Active, now.truncatedTo(ChronoUnit.SECONDS))), List.of());
    }

    /** The number of the HMAC key that is made next. */
    int nextHmac() {
        return hmacKeys.stream().mapToInt(state -> state.key().number()).max().orElse(0) + 1;
    }

    /** The HMAC key for new refresh tokens. */
    public HmacKey activeHmac() {
        return hmacKeys.stream()
                .filter(state -> state.phase() == SigningKeyPhase.Active)
                .findFirst()
                .orElseThrow()
                .key();
    }

    /** The HMAC key by which a refresh token was made; empty when it is unknown or too old. */
    public Optional<HmacKey> hmac(int number) {
        return hmacKeys.stream()
                .map(HmacState::key)
                .filter(key -> key.number() == number)
                .findFirst();
    }

    /** The HMAC keys, as refresh tokens are derived with them. */
    public List<RefreshKey> refreshKeys() {
        return hmacKeys.stream()
                .map(HmacState::key)
                .flatMap(key -> RefreshKey.parse(HMAC + key.number(), key.secret()).stream())
                .toList();
    }

    /**
     * The key with which the successor of a refresh token is derived: the same, until a minute after another one took over. So a
     * retry of a refresh, on another replica or a moment later, gives the same bytes.
     *
     * @param presented the key of the refresh token
     * @param issuedAt when the successor was made
     */
    public RefreshKey successorOf(RefreshKey presented, Instant issuedAt) {
        boolean replaced = hmacKeys.stream()
                .anyMatch(state -> state.key().number() == presented.number()
                        && state.phase() != SigningKeyPhase.Active
                        && issuedAt.isAfter(state.since().plus(KEPT_ON)));
        int active = activeHmac().number();
        return replaced
                ? refreshKeys().stream()
                        .filter(key -> key.number() == active)
                        .findFirst()
                        .orElse(presented)
                : presented;
    }

    /** The HMAC key of a number, as refresh tokens are derived with it. */
    public Optional<RefreshKey> refreshKey(int number) {
        return refreshKeys().stream().filter(key -> key.number() == number).findFirst();
    }

    /** The key that signs; empty only after the end of the authority. */
    public Optional<SigningKey> activeSigningKey() {
        return signingKeys.stream()
                .filter(state -> state.phase() == SigningKeyPhase.Active)
                .findFirst()
                .flatMap(state -> state.key().signingKey());
    }

    /** The signing key of an id while its private key exists: for a retry that must give the same bytes. */
    public Optional<SigningKey> signingKey(Kid kid) {
        return signingKeys.stream()
                .filter(state -> state.key().verificationKey().kid().equals(kid))
                .findFirst()
                .flatMap(state -> state.key().signingKey());
    }

    /** The public side of every signing key in the ring. */
    public List<VerificationKey> verificationKeys() {
        return signingKeys.stream().map(state -> state.key().verificationKey()).toList();
    }

    /** The signing keys as rows. */
    public List<SigningKeyState> rows() {
        return signingKeys.stream().map(SignState::row).toList();
    }

    SigningKeyFacts facts(AuthorityKey authority) {
        Set<Kid> outdated = verificationKeys().stream()
                .filter(key -> !key.isCertifiedBy(authority))
                .map(VerificationKey::kid)
                .collect(Collectors.toSet());
        return new SigningKeyFacts(rows(), Set.of(), outdated, authority.latestExpiry());
    }

    List<HmacState> hmacKeys() {
        return hmacKeys;
    }

    List<SignState> signingKeys() {
        return signingKeys;
    }

    /** The entries of the Secret; equal bytes for equal keyrings. */
    public Map<String, byte[]> toSecretData() {
        Map<String, byte[]> data = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (HmacState state : hmacKeys) {
            String name = HMAC + state.key().number();
            data.put(name, state.key().secret());
            lines.add(new Line(name, state.phase(), state.since()));
        }
        for (SignState state : signingKeys) {
            String name = SIGN + state.key().verificationKey().kid();
            data.put(name + CHAIN, state.key().chainPem());
            state.key().keyPem().ifPresent(pem -> data.put(name + KEY, pem));
            lines.add(new Line(name, state.phase(), state.since()));
        }
        data.put(INDEX, EdgeKeyringIndex.format(lines));
        return data;
    }

    /** Reads the entries of the Secret, strictly: the edge alone reads them and the controller alone writes them. */
    public static Outcome<EdgeKeyring, EdgeKeyringFault> parse(Map<String, byte[]> secretData) {
        byte[] index = secretData.get(INDEX);
        if (index == null) {
            return Outcome.refused(EdgeKeyringFault.INDEX_MISSING);
        }
        return EdgeKeyringIndex.parse(index).then(lines -> parse(lines, secretData));
    }

    private static Outcome<EdgeKeyring, EdgeKeyringFault> parse(List<Line> lines, Map<String, byte[]> secretData) {
        Set<String> unknown = new HashSet<>(secretData.keySet());
        unknown.remove(INDEX);
        List<HmacState> hmacKeys = new ArrayList<>();
        List<SignState> signingKeys = new ArrayList<>();
        for (Line line : lines) {
            Optional<EdgeKeyringFault> fault;
            if (line.name().startsWith(HMAC)) {
                unknown.remove(line.name());
                fault = readHmac(line, secretData, hmacKeys);
            } else {
                unknown.remove(line.name() + CHAIN);
                unknown.remove(line.name() + KEY);
                fault = readSigningKey(line, secretData, signingKeys);
            }
            if (fault.isPresent()) {
                return Outcome.refused(fault.get());
            }
        }
        if (!unknown.isEmpty()) {
            return Outcome.refused(EdgeKeyringFault.ENTRY_UNKNOWN);
        }
        EdgeKeyring keyring = new EdgeKeyring(hmacKeys, signingKeys);
        return keyring.hasOneActive() ? Outcome.accepted(keyring) : Outcome.refused(EdgeKeyringFault.NOT_ONE_ACTIVE);
    }

    private static Optional<EdgeKeyringFault> readHmac(Line line, Map<String, byte[]> data, List<HmacState> into) {
        byte[] secret = data.get(line.name());
        if (secret == null) {
            return Optional.of(EdgeKeyringFault.ENTRY_MISSING);
        }
        if (secret.length != HmacKey.LENGTH) {
            return Optional.of(EdgeKeyringFault.HMAC_UNREADABLE);
        }
        int number = Integer.parseInt(line.name().substring(HMAC.length()));
        into.add(new HmacState(new HmacKey(number, secret.clone()), line.phase(), line.since()));
        return Optional.empty();
    }

    private static Optional<EdgeKeyringFault> readSigningKey(
            Line line, Map<String, byte[]> data, List<SignState> into) {
        Outcome<StoredSigningKey, SigningKeyFault> key = StoredSigningKey.parse(
                Optional.ofNullable(data.get(line.name() + CHAIN)), Optional.ofNullable(data.get(line.name() + KEY)));
        if (key instanceof Outcome.Refused<StoredSigningKey, SigningKeyFault> refused) {
            return Optional.of(
                    refused.reason() == SigningKeyFault.CHAIN_MISSING
                            ? EdgeKeyringFault.ENTRY_MISSING
                            : EdgeKeyringFault.SIGNING_KEY_UNREADABLE);
        }
        StoredSigningKey stored = key.orElseThrow();
        if (!line.name().equals(SIGN + stored.verificationKey().kid())) {
            return Optional.of(EdgeKeyringFault.SIGNING_KEY_UNREADABLE);
        }
        into.add(new SignState(stored, line.phase(), line.since()));
        return Optional.empty();
    }

    private boolean hasOneActive() {
        long hmacs = hmacKeys.stream()
                .filter(state -> state.phase() == SigningKeyPhase.Active)
                .count();
        List<SignState> signing = signingKeys.stream()
                .filter(state -> state.phase() == SigningKeyPhase.Active)
                .toList();
        return hmacs == 1
                && signing.size() <= 1
                && signing.stream().allMatch(state -> state.key().signingKey().isPresent());
    }

    @Override
    public String toString() {
        return "EdgeKeyring" + hmacKeys.stream().map(HmacState::key).toList() + rows();
    }
}
