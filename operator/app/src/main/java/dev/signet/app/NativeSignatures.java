package dev.signet.app;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS-LC, which verifies ES256 in two thirds of BouncyCastle's time. The provider unpacks its library into {@code java.io.tmpdir}
 * and loads it, once a process. It is not among the providers of the JVM: whoever does not ask for it here does not get it.
 */
final class NativeSignatures {

    private static final Logger LOG = LoggerFactory.getLogger(NativeSignatures.class);

    private NativeSignatures() {}

    /** The provider; empty, with a warning in the log, where it does not run: on another platform, with no place for its library, or where its own tests fail. */
    static Optional<Provider> find() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            LOG.info("ES256 is verified by AWS-LC ({} {})", provider.getName(), provider.getVersionStr());
            return Optional.of(provider);
        } catch (RuntimeException | LinkageError fault) {
            LOG.warn(
                    "ES256 is verified by BouncyCastle, which takes longer, since AWS-LC cannot be used: {}",
                    cause(fault).toString());
            return Optional.empty();
        }
    }

    private static Throwable cause(Throwable fault) {
        Throwable cause = fault.getCause();
        return cause == null ? fault : cause;
    }
}
