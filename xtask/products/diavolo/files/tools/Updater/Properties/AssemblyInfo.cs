using System.Reflection;

// The compiler numbers this tool, which is never released.
[assembly: AssemblyVersion("1.0.*")]
