package dev.signet.e2e.bench;

import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * The floor under every signature that is seen for the first time: BouncyCastle verifying ES256 signatures, one thread a core, and
 * nothing else. Digests are made and numbers read beforehand.
 */
public final class SignatureLoop {

    private static final int COORDINATE = 32;
    private static final int WARM_UP_SECONDS = 4;
    private static final int GRACE_SECONDS = 60;

    private final ECPublicKeyParameters key;
    private final List<Signed> all;

    /** A signature and what it is of. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Signed(byte[] digest, BigInteger r, BigInteger s) {

        static Signed of(String jwt) throws GeneralSecurityException {
            int dot = jwt.lastIndexOf('.');
            byte[] signature = Base64.getUrlDecoder().decode(jwt.substring(dot + 1));
            return new Signed(
                    MessageDigest.getInstance("SHA-256")
                            .digest(jwt.substring(0, dot).getBytes(StandardCharsets.US_ASCII)),
                    new BigInteger(1, signature, 0, COORDINATE),
                    new BigInteger(1, signature, COORDINATE, COORDINATE));
        }
    }

    private SignatureLoop(ECPublicKeyParameters key, List<Signed> all) {
        this.key = key;
        this.all = all;
    }

    /** How many a second, in a JVM of its own. */
    static double measure(Supervisor supervisor, UnseenTokens tokens, SecretFile some, int seconds) {
        String key = Base64.getEncoder().encodeToString(tokens.publicKey().getEncoded());
        return Double.parseDouble(supervisor
                .run(
                        JavaCommand.of(SignatureLoop.class, key, some.path().toString(), Integer.toString(seconds)),
                        "",
                        Duration.ofSeconds(seconds + WARM_UP_SECONDS + GRACE_SECONDS))
                .orThrow()
                .out()
                .strip());
    }

    public static void main(String[] arguments) throws Exception {
        List<Signed> all = new ArrayList<>();
        for (String jwt : Files.readAllLines(Path.of(arguments[1]))) {
            all.add(Signed.of(jwt));
        }
        SignatureLoop loop = new SignatureLoop(key(arguments[0]), all);
        loop.perSecond(WARM_UP_SECONDS);
        System.out.println(loop.perSecond(Integer.parseInt(arguments[2])));
        System.exit(0);
    }

    private static ECPublicKeyParameters key(String encoded) throws IOException {
        return (ECPublicKeyParameters)
                PublicKeyFactory.createKey(Base64.getDecoder().decode(encoded));
    }

    private double perSecond(int seconds) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Future<Integer>> counts = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            counts.add(threads.submit(() -> until(end)));
        }
        double verified = 0;
        for (Future<Integer> count : counts) {
            verified += count.get();
        }
        threads.shutdown();
        return verified / seconds;
    }

    private int until(long end) {
        int count = 0;
        while (System.nanoTime() < end) {
            Signed next = all.get(count % all.size());
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            if (!verifier.verifySignature(next.digest(), next.r(), next.s())) {
                throw new IllegalStateException("a signature does not verify");
            }
            count++;
        }
        return count;
    }
}
