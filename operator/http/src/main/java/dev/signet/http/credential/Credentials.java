package dev.signet.http.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.signet.domain.FailureCode;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.text.AsciiSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads the credential of a request, strictly: a value that is none is refused and never taken for the lack of one.
 *
 * <ul>
 *   <li>{@code Authorization: Bearer <token>} (RFC 6750)
 *   <li>{@code Authorization: Basic <base64(user:password)>} (RFC 7617, UTF-8), the password being the token. With the user
 *       name {@code PasswordIsAuthToken} the password is the token or <code>{"token":"…"}</code>, and no name is compared.
 *   <li>{@code X-JFrog-Art-Api: <token>}
 * </ul>
 */
public final class Credentials {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String NO_USERNAME = "PasswordIsAuthToken";
    private static final String MEMBER = "token";

    private static final AsciiSet TOKEN = AsciiSet.ALPHANUMERIC.with("._~+/-");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1)
                    .maxNameLength(16)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Credentials() {}

    /** What came of reading. */
    public sealed interface Reading {

        /** The one credential. */
        record One(Credential credential) implements Reading {}

        /** No header of any kind. */
        record None() implements Reading {}

        /** What was sent is none, or two that differ. */
        record Bad(FailureCode code) implements Reading {}
    }

    private static final Reading MALFORMED = new Reading.Bad(FailureCode.CredentialMalformed);
    private static final Reading CONFLICT = new Reading.Bad(FailureCode.CredentialsConflict);

    /**
     * Reads the headers of a request.
     *
     * @param authorization the values of every {@code Authorization} line
     * @param apiKey the values of every {@code X-JFrog-Art-Api} line
     */
    public static Reading read(List<String> authorization, List<String> apiKey) {
        if (authorization.size() > 1 || apiKey.size() > 1) {
            return CONFLICT;
        }
        Optional<Reading> first = authorization.stream().findFirst().map(Credentials::authorization);
        Optional<Reading> second = apiKey.stream().findFirst().map(Credentials::token);
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second).orElseGet(Reading.None::new);
        }
        return both(first.get(), second.get());
    }

    /** The same token in two places is one credential, and that with a name says more. */
    private static Reading both(Reading first, Reading second) {
        if (first instanceof Reading.One one && second instanceof Reading.One other) {
            return one.credential().token().equals(other.credential().token()) ? first : CONFLICT;
        }
        return first instanceof Reading.Bad ? first : second;
    }

    private static Reading authorization(String value) {
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return token(value.substring(BEARER.length()).strip());
        }
        if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return basic(value.substring(BASIC.length()).strip());
        }
        return MALFORMED;
    }

    private static Reading token(String text) {
        return isToken(text) ? one(text, Optional.empty()) : MALFORMED;
    }

    /**
     * RFC 6750, section 2.1: {@code b64token}. Every character of every credential is looked at, and a JWT has two thousand: an
     * expression would take as long as all else that is done with them.
     */
    private static boolean isToken(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0 && TOKEN.containsAll(text, 0, end);
    }

    private static Reading basic(String encoded) {
        Optional<String> pair = utf8(encoded);
        int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
        if (colon < 0) {
            return MALFORMED;
        }
        return ofPassword(
                pair.orElseThrow().substring(0, colon), pair.orElseThrow().substring(colon + 1));
    }

    /** A user name and a password, as Basic authentication has them, from another place. */
    public static Reading ofPassword(String username, String password) {
        if (username.equals(NO_USERNAME)) {
            return password.startsWith("{")
                    ? member(password).map(Credentials::token).orElse(MALFORMED)
                    : token(password);
        }
        return username.isEmpty() || !isToken(password) ? MALFORMED : one(password, Optional.of(username));
    }

    private static Reading one(String token, Optional<String> username) {
        return new Reading.One(new Credential(SecretValue.of(token), username));
    }

    private static Optional<String> utf8(String encoded) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException notBase64OrText) {
            return Optional.empty();
        }
    }

    /** The one member of <code>{"token":"…"}</code>, and nothing else beside it. */
    private static Optional<String> member(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT
                    || !MEMBER.equals(parser.nextFieldName())
                    || parser.nextToken() != JsonToken.VALUE_STRING) {
                return Optional.empty();
            }
            String token = parser.getText();
            return parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null
                    ? Optional.of(token)
                    : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
