package dev.signet.kubernetes.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.TokenMint;

/** What an authority can do for a token. */
public sealed interface Signing {

    /** How the domain sees it. */
    IssuingAuthority facts();

    /**
     * It can sign.
     *
     * @param facts what decisions depend on
     * @param mint what makes values
     */
    record Able(IssuingAuthority.Able facts, TokenMint mint) implements Signing {}

    /**
     * It cannot.
     *
     * @param facts why
     */
    record Unable(IssuingAuthority.Unable facts) implements Signing {
        static Unable because(Refusal refusal, long epoch) {
            return new Unable(new IssuingAuthority.Unable(refusal, epoch));
        }
    }
}
