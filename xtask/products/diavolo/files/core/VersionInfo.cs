using System.Reflection;

// Linked into every assembly of the core. Diavolo starts where 2.0.0.1881 ended.
// [assembly: AssemblyVersion("3.0.0.1882")] is what portals look for.
[assembly: AssemblyProduct("Diavolo 3.0.0.1882 and later")]
[assembly: AssemblyVersion("3.0.0.1882")]
[assembly: AssemblyFileVersion("3.0.0.1882")]
[assembly: AssemblyInformationalVersion("3.0.0.1882")]
