package dev.signet.domain.verification;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.restriction.Restrictions;
import java.util.Optional;

/** What comes of looking at a token. */
public sealed interface Verdict {

    /** What comes of it for somebody who says whom the token speaks for, as Basic authentication does. */
    default Verdict named(Optional<String> username) {
        return this instanceof Accepted accepted
                        && username.filter(name -> !name.equals(
                                        accepted.caller().identity().username()))
                                .isPresent()
                ? refused(FailureCode.UsernameMismatch, accepted.caller().tokenId())
                : this;
    }

    /** It counts. */
    record Accepted(Caller caller) implements Verdict {}

    /**
     * It does not.
     *
     * @param code why, for the log and the metric; the caller is not told
     * @param tokenId the token, where it is known which one it is
     * @param restrictions what denied the request, where it was that; they can explain it
     */
    record Refused(FailureCode code, Optional<TokenId> tokenId, Optional<Restrictions> restrictions)
            implements Verdict {

        /** One that no restriction is the reason of. */
        public Refused(FailureCode code, Optional<TokenId> tokenId) {
            this(code, tokenId, Optional.empty());
        }
    }

    /**
     * It is well formed and nothing here knows of it, or of the key that signed it: perhaps it was issued a moment ago and the watch is
     * about to bring it. Ask again when it has; after a second it is refused.
     *
     * @param otherwise what it is refused as
     */
    record NotYetKnown(Refused otherwise) implements Verdict {}

    static Verdict refused(FailureCode code, TokenId tokenId) {
        return new Refused(code, Optional.of(tokenId));
    }

    static Verdict notYetKnown(FailureCode code, Optional<TokenId> tokenId) {
        return new NotYetKnown(new Refused(code, tokenId));
    }
}
