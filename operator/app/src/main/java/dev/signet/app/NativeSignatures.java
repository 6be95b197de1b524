package dev.signet.app;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS-LC, which verifies ES256 in two thirds of BouncyCastle's time. The provider unpacks a library for Linux into {@code java.io.tmpdir}
 * and loads it, once a process. It is not among the providers of the JVM: whoever does not ask for it here does not get it.
 */
final class NativeSignatures {

    private static final Logger LOG = LoggerFactory.getLogger(NativeSignatures.class);

    private NativeSignatures() {}

    /** The provider; empty, with a line in the log, where it does not run: on another platform, or with no place for its library. */
    static Optional<Provider> find() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable fault = provider.getLoadingError();
        if (fault != null) {
            LOG.info("ES256 is verified by BouncyCastle, since AWS-LC cannot be loaded: {}", fault.toString());
            return Optional.empty();
        }
        provider.assertHealthy();
        LOG.info("ES256 is verified by AWS-LC ({} {})", provider.getName(), provider.getVersionStr());
        return Optional.of(provider);
    }
}
