program nays2dh
  implicit none
  real :: dt = 0.1
  print *, "Nays2DH, time step ", dt
end program nays2dh
