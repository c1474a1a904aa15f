using System;

namespace Diavolo.Users
{
    /// <summary>User management. Its build number is the lowest core that it runs on.</summary>
    public class UsersModule
    {
        public void Initialize()
        {
            int needed = typeof(UsersModule).Assembly.GetName().Version.Build;
            if (Portal.Release < needed)
            {
                throw new DiavoloIncompatibleException("Core " + needed + " is needed");
            }
        }

        public string Greeting(string name)
        {
            return "Hello " + name;
        }
    }

    public class DiavoloIncompatibleException : Exception
    {
        public DiavoloIncompatibleException(string message) : base(message) { }
    }
}
