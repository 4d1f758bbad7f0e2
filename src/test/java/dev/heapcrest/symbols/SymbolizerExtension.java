package dev.heapcrest.symbols;

import dev.heapcrest.symbols.tool.Tools;
import java.time.Duration;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tests only where llvm-symbolizer, addr2line and c++filt are installed. Where they are not, tests are skipped with a
 * message that cannot be missed; on build servers (environment variable CI=true) they fail.
 */
public final class SymbolizerExtension implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String path = System.getenv("PATH");
        Tools tools = new Tools(path == null ? "" : path, Duration.ofSeconds(60));
        if (tools.debugReader() != null && tools.demangler() != null && tools.installed("addr2line")) {
            return ConditionEvaluationResult.enabled("a symbolizer is installed");
        }
        String reason = "no llvm-symbolizer, addr2line or c++filt on the PATH (apt-get install llvm binutils)";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("Tests of native symbols must run on build servers: " + reason);
        }
        System.err.println("*** TESTS OF NATIVE SYMBOLS SKIPPED: " + reason + " ***");
        return ConditionEvaluationResult.disabled(reason);
    }
}
