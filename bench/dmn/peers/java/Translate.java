import com.gs.dmn.dialect.JavaTimeDMNDialectDefinition;
import com.gs.dmn.log.Slf4jBuildLogger;
import com.gs.dmn.serialization.DefaultTypeDeserializationConfigurer;
import com.gs.dmn.transformation.InputParameters;
import com.gs.dmn.transformation.ToQuotedNameTransformer;
import com.gs.dmn.transformation.lazy.NopLazyEvaluationDetector;
import com.gs.dmn.transformation.template.TreeTemplateProvider;
import com.gs.dmn.validation.NopDMNValidator;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

// Translate MODEL.dmn PACKAGE OUT: jDMN turns a model into Java.
public class Translate {
    public static void main(String[] arguments) {
        var logger = new Slf4jBuildLogger(LoggerFactory.getLogger("translate"));
        var parameters = new InputParameters(Map.of("dmnVersion", "1.5", "modelVersion", "1", "platformVersion", "1", "javaRootPackage", arguments[1]));
        new JavaTimeDMNDialectDefinition()
            .createDMNToNativeTransformer(new NopDMNValidator(), new ToQuotedNameTransformer(logger), new TreeTemplateProvider(),
                new NopLazyEvaluationDetector(), new DefaultTypeDeserializationConfigurer(), parameters, logger)
            .transform(Path.of(arguments[0]), Path.of(arguments[2]));
    }
}
